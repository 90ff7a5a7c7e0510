"""A line on which a file takes its time, so that what is said meanwhile can be seen."""

from pathlib import Path

from playwright.sync_api import Page

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}  # bytes a second


def a_heavy_csv(folder: Path, name: str) -> Path:
    """Two seconds of a slow line for each megabyte and a half."""
    file = folder / name
    file.write_bytes(b"nom;ville\n" * 150_000)
    return file


def slow_down(page: Page) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
