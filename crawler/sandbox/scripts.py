"""The scripts of families whose lists or pagers a browser makes: small, but they work."""

# What the pages use of jQuery.
JQUERY = """(function(){
function $(selector){
  var element = typeof selector === 'string' ? document.getElementById(selector.slice(1)) : selector;
  return {
    element: element,
    html: function(html){ if(element){ element.innerHTML = html; } },
    load: function(url){ fetch(url).then(function(r){ return r.text(); }).then(this.html); },
    ready: function(call){
      if(document.readyState === 'loading'){ document.addEventListener('DOMContentLoaded', call); } else { call(); }
    },
    jpage: function(options){ $.jpage(element, options); }
  };
}
function asked(url, data){ return fetch(url + '?' + new URLSearchParams(data)); }
$.each = function(list, call){ list.forEach(function(one, place){ call(place, one); }); };
$.getJSON = function(url, data, call){ asked(url, data).then(function(r){ return r.json(); }).then(call); };
$.ajax = function(o){ asked(o.url, o.data).then(function(r){ return r.text(); }).then(o.success); };
window.jQuery = window.$ = $;
})();
"""

JPAGE = """jQuery.jpage = function(element, o){
  function records(text){
    return (text.match(/<record><!\\[CDATA\\[[\\s\\S]*?\\]\\]><\\/record>/g) || []).map(function(record){
      return record.replace('<record><![CDATA[', '').replace(']]></record>', '');
    });
  }
  var inlined = records(element.querySelector('script').textContent);
  var pages = Math.ceil(o.totalRecord / o.perPage);
  function draw(rows, page){
    var html = '<ul>' + rows.join('') + '</ul><div>';
    for(var n = 1; n <= pages; n++){
      html += n === page ? ' <b>' + n + '</b>' : ' <a href="#" data-n="' + n + '">' + n + '</a>';
    }
    element.innerHTML = html + '</div>';
    element.querySelectorAll('a[data-n]').forEach(function(link){
      link.onclick = function(){ show(Number(link.getAttribute('data-n'))); return false; };
    });
  }
  function show(page){
    var first = (page - 1) * o.perPage + 1, last = Math.min(page * o.perPage, o.totalRecord);
    if(last <= inlined.length){ draw(inlined.slice(first - 1, last), page); return; }
    var range = '?startrecord=' + first + '&endrecord=' + last + '&perpage=' + o.perPage;
    fetch(o.proxyUrl + range, {
      method: 'POST', body: o.ajaxParam, headers: {'Content-Type': 'application/x-www-form-urlencoded'}
    }).then(function(r){ return r.text(); }).then(function(text){ draw(records(text), page); });
  }
  show(1);
};
"""

GKMLPT = """(function(){
var c = window._CONFIG, app = document.getElementById('app'), column = c.COLUMN.id;
function day(seconds){ return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 10); }
function show(page){
  fetch(c.BASE_URL + '/api/all/' + column + '?page=' + page + '&sid=' + c.SID)
    .then(function(r){ return r.json(); }).then(function(d){
      var pages = Math.ceil(d.total / c.PAGE_SIZE), html = '<ul>';
      d.articles.forEach(function(a){
        html += '<li><a href="' + a.url + '">' + a.title + '</a><span>' + day(a.display_publish_time) + '</span></li>';
      });
      html += '</ul><div>共' + d.total + '条';
      for(var n = 1; n <= pages; n++){ html += ' <a href="javascript:;" data-n="' + n + '">' + n + '</a>'; }
      app.innerHTML = html + '</div>';
      app.querySelectorAll('a[data-n]').forEach(function(link){
        link.onclick = function(){ show(Number(link.getAttribute('data-n'))); };
      });
    });
}
show(1);
})();
"""

# TRS counts from 0 and writes the pager where it is called.
TRS_PAGER = """function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){
  if(_nPageCount == null || _nPageCount<=1){ return; }
  var nCurrIndex = _nCurrIndex || 0;
  if(nCurrIndex == 0)
    document.write("<span>首页</span> <span>上一页</span>");
  else{
    var nPreIndex = nCurrIndex - 1;
    var sPreFileExt = nPreIndex == 0 ? "" : ("_" + nPreIndex);
    document.write("<a href=\\""+_sPageName+"."+_sPageExt+"\\">首页</a> ");
    document.write("<a href=\\"" + _sPageName + sPreFileExt + "."+_sPageExt+"\\">上一页</a> ");
  }
  if(nCurrIndex < _nPageCount-1){
    document.write("<a href=\\""+_sPageName+"_" + (nCurrIndex+1) + "."+_sPageExt+"\\">下一页</a> ");
    document.write("<a href=\\""+_sPageName+"_" + (_nPageCount-1) + "."+_sPageExt+"\\">尾页</a>");
  }
}
"""

# UCAP counts from 1 and puts the pager into an element.
UCAP_PAGER = """function createPageHTML(id, count, current, name, extension, total){
  function link(label, n){
    if(n < 1 || n > count || n === current){ return '<span>' + label + '</span>'; }
    return '<a href="' + name + (n > 1 ? '_' + n : '') + '.' + extension + '">' + label + '</a>';
  }
  document.getElementById(id).innerHTML = '共' + total + '条 ' + link('首页', 1) + ' ' +
    link('上一页', current - 1) + ' ' + link('下一页', current + 1) + ' ' + link('尾页', count);
}
"""
