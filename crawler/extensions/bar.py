"""The live bar of a crawl, on a terminal's stderr."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """Is there from its making until it is stopped."""

    def __init__(self, title: str, behind: str) -> None:
        self.console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[behind]}"),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self.task = self.progress.add_task(title, total=None, behind=behind)
        self.progress.start()

    def show(self, done: int, total: int, behind: str) -> None:
        """Show ``done`` of ``total``, and what stands behind them."""
        self.progress.update(self.task, completed=done, total=total, behind=behind)

    def say(self, line: str) -> None:
        """Write a line that stays, above the bar."""
        self.console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def stop(self) -> None:
        self.progress.stop()
