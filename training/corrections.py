"""Fetch what people corrected, to learn from: `python -m training.corrections FOLDER`.

It reads the database and the S3 that the PAWSIGHT_ settings name, and writes FOLDER/corrections with labels.csv and one
JPEG a label. `training/sets.py` reads it there, when PAWSIGHT_DATA_SETS names FOLDER. Run it again for what is new.
"""

import argparse
import asyncio
import csv
from pathlib import Path

import cv2

from db import corrections, users
from db.corrections import Correction
from db.pool import Database
from pawsight.messages import rfc3339
from pawsight.objects import ObjectStore
from pawsight.recordings import key_of
from pawsight.settings import Settings, settings

AT_ONCE = 200
COLUMNS = ("file", "event_id", "ts", "said", "label", "x", "y", "w", "h")


async def fetch(folder: Path, config: Settings) -> int:
    """Write all corrections of the owner that have a picture; how many they are.

    Raises:
        DatabaseError, ObjectStoreUnavailable: they are away.
    """
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL names the database"
    objects, database = ObjectStore(config), await Database.connect(config.database_url)
    try:
        found = [one for one in await _all(database, config.owner_email) if one.picture is not None]
    finally:
        await database.close()
    out = folder / "corrections"
    out.mkdir(parents=True, exist_ok=True)
    for one in found:
        assert one.picture is not None
        key, path = key_of(one.picture), out / f"{one.id}.jpg"
        if key is not None and not path.exists():
            await objects.get_file(key, path)
    labels = out / "labels.csv.part"
    with labels.open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(COLUMNS)
        writer.writerows(_row(one, out / f"{one.id}.jpg") for one in found)
    labels.rename(out / "labels.csv")
    return len(found)


async def _all(database: Database, owner_email: str) -> list[Correction]:
    found: list[Correction] = []
    async with database.connection() as conn:
        owner = await users.get_or_create(conn, owner_email)
        while True:
            cursor = (found[-1].created_at, found[-1].id) if found else None
            page = await corrections.before(conn, owner.id, cursor=cursor, limit=AT_ONCE)
            found += page
            if len(page) < AT_ONCE:
                return found


def _row(one: Correction, path: Path) -> tuple[object, ...]:
    """As labels.csv has it; the box in pixels, as all sets have it."""
    picture = cv2.imread(str(path))
    box: tuple[float | str, ...] = ("", "", "", "")
    if one.box is not None and picture is not None:
        height, width = picture.shape[:2]
        sides = zip("xywh", (width, height, width, height), strict=True)
        box = tuple(round(one.box[side] * pixels, 1) for side, pixels in sides)
    return f"{one.id}.jpg", one.event_id or "", rfc3339(one.ts), one.said or "", one.label, *box


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(f"{asyncio.run(fetch(parser.parse_args().folder, settings()))} corrected pictures")
