"""Dates as Chinese pages print them, and what only looks like one."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.page.dates import BEIJING, compact_date, normal, printed_dates

DAYS = st.dates(date(1980, 1, 1), date(2026, 12, 31))
TIMES = st.times()
FORMS = [
    "{d:%Y}-{d:%m}-{d:%d}",
    "{d:%Y}/{d:%m}/{d:%d}",
    "{d:%Y}.{d:%m}.{d:%d}",
    "{d:%Y}年{d:%m}月{d:%d}日",
    "{d.year}年{d.month}月{d.day}日",
    "{d.year} 年 {d.month} 月 {d.day} 日",
    "{d.year}-{d.month}-{d.day}",
    "{d.year}/{d.month}/{d.day}",
    "{d.year}.{d.month}.{d.day}",
    "-{d:%Y}- {d:%m}/{d:%d}",
    "{d:%Y}—{d:%m}—{d:%d}",
    "{d:%Y}–{d:%m}–{d:%d}",
]
SURROUNDINGS = [
    "{}",
    "发布时间：{}",
    "发布时间:{} 来源:",
    "[{}]",
    "（{}）",
    "某县开展平安创建活动 {}",
    "{} 浏览次数：1203",
    "第12期 {} 某市日报",
]
SHAPES = [" {t:%H}:{t:%M}", " {t:%H}:{t:%M}:{t:%S}", "{t:%H}:{t:%M}"]
DIGITS = "〇一二三四五六七八九"


def days(text: str) -> list[date]:
    return [answer.day for answer in printed_dates(normal(text))]


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(SURROUNDINGS))
def test_any_day_comes_back_from_any_form(day: date, form: str, around: str) -> None:
    (answer,) = printed_dates(normal(around.format(form.format(d=day))))
    assert (answer.day, answer.time) == (day, None)


@given(
    DAYS, TIMES, st.sampled_from(FORMS), st.sampled_from([" {t:%H}:{t:%M}", " {t:%H}:{t:%M}:{t:%S}", "{t:%H}:{t:%M}"])
)
def test_any_time_printed_behind_it_comes_back(day: date, clock: time, form: str, shape: str) -> None:
    text = form.format(d=day) + shape.format(t=clock)
    # Without a space, "2024-3-512:30" can't be told: only two digits of day, or a 日, end the day.
    assume(shape.startswith(" ") or form.endswith(("{d:%d}", "日")))
    (answer,) = printed_dates(normal(f"发布时间：{text} 来源：某市日报"))
    second = clock.second if "%S" in shape else 0
    assert answer.day == day
    assert answer.time == datetime(day.year, day.month, day.day, clock.hour, clock.minute, second, tzinfo=BEIJING)


@given(DAYS, TIMES)
def test_chinese_clock_words(day: date, clock: time) -> None:
    (answer,) = printed_dates(normal(f"{day.year}年{day.month}月{day.day}日 {clock.hour}时{clock.minute:02}分"))
    assert answer.time == datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=BEIJING)


@given(DAYS, st.integers(0, 99999))
def test_full_width_digits_are_digits(day: date, views: int) -> None:
    wide = str.maketrans("0123456789-:", "０１２３４５６７８９－：")
    (answer,) = printed_dates(normal(f"{day} 12:30 浏览：{views}".translate(wide)))
    assert (answer.day, answer.time and answer.time.hour) == (day, 12)


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


@given(DAYS, st.sampled_from("〇零○"), st.sampled_from("日号"))
def test_any_day_in_chinese_numerals_comes_back(day: date, zero: str, end: str) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year)).replace("〇", zero)
    assert days(f"某市委 {year}年{numeral(day.month)}月{numeral(day.day)}{end}") == [day]


@given(DAYS)
def test_any_compact_date_comes_back(day: date) -> None:
    assert compact_date(f"/202001/t{day:%Y%m%d}_1024.html") == day
    assert compact_date(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize("digits", ["20240230", "20241301", "120240305", "202403051", "2024035", "18990101"])
def test_other_numbers_are_no_compact_dates(digits: str) -> None:
    assert compact_date(digits) is None


@given(st.integers(1980, 2026), st.integers(0, 99), st.integers(0, 99), st.sampled_from("-/."))
def test_impossible_days_are_refused(year: int, month: int, day: int, sign: str) -> None:
    try:
        expected = [date(year, month, day)]
    except ValueError:
        expected = []
    assert days(f"时间 {year}{sign}{month:02}{sign}{day:02} 来源") == expected


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2020〕25号",
        "鄂政办〔2020〕12号",
        "〔2020〕第3-4号",
        "2020-13-01",
        "2020-00-10",
        "2020-02-30",
        "2020年9月",
        "9月4日",
        "09-04",
        "浏览次数：20200904",
        "点击：2020 次",
        "2020—2025年规划",
        "电话：0716-8512345",
        "版本 12020.1.5",
        "192.2020.1.5",
        "共2020条 1/12页",
        "2020年第9期",
        "第2020-9-44号",
        "3天前",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-09-3017:00", datetime(2025, 9, 30, 17, 0, tzinfo=BEIJING)),
        ("2024-03-05T08:30:00+08:00", datetime(2024, 3, 5, 8, 30, tzinfo=BEIJING)),
        ("2024-03-05T20:30:00Z", datetime(2024, 3, 6, 4, 30, tzinfo=BEIJING)),
        ("2024-03-05T08:30:00.123", datetime(2024, 3, 5, 8, 30, tzinfo=BEIJING)),
        ("2024-03-05 下午 3:20", datetime(2024, 3, 5, 15, 20, tzinfo=BEIJING)),
        ("2024年3月5日 星期二 08:30", datetime(2024, 3, 5, 8, 30, tzinfo=BEIJING)),
        ("2024年3月5日（星期二）上午9:00", datetime(2024, 3, 5, 9, 0, tzinfo=BEIJING)),
        ("2024-03-05 9:00-17:00", datetime(2024, 3, 5, 9, 0, tzinfo=BEIJING)),
    ],
)
def test_times_as_they_are_printed(text: str, expected: datetime) -> None:
    (answer,) = printed_dates(normal(text))
    assert answer.time == expected
    assert answer.time.utcoffset() == timedelta(hours=8)
    assert answer.day == expected.date()


def test_several_dates_come_in_order_with_their_places() -> None:
    text = normal("发布时间：2024-03-05 更新时间：2024年4月6日")
    first, second = printed_dates(text)
    assert (text[first.start : first.end].strip(), first.text) == ("2024-03-05", "2024-03-05")
    assert (second.day, second.text) == (date(2024, 4, 6), "2024年4月6日")


@given(st.text())
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for answer in printed_dates(normal(text)):
        assert 1900 <= answer.day.year <= 2099 + 1


@given(st.text(alphabet="0123456789-/.年月日:T +〇零十一二三Z时分"))
def test_text_of_dates_and_clocks_is_searched_without_complaint(text: str) -> None:
    for answer in printed_dates(normal(text)):
        assert answer.time is None or answer.time.date() == answer.day
    compact_date(text)
