"""All scores of our weights on data that no training saw: `make scores`, into docs/scores.md.

No figure of it comes from training data. Where weights of others are at hand they are scored beside ours.
"""

import sys
from pathlib import Path

from training import detection_scores, pose_scores, sets, sound_scores
from training.sets import Example

OUT = Path("docs/scores.md")

HEAD = """# Scores

Written by `make scores`; do not edit. What the sets are and how they are cut: `training/cards/data.md`.
Parts are cut by a hash of the picture's name; the bootstrap's seed is 0. Test dogs were never trained on and never
chosen on; with so few, differences under 0.03 are noise.
"""


def sizes(examples: list[Example]) -> str:
    """How many examples each part of each set has."""
    lines = ["| set | train | validation | test |", "| --- | --- | --- | --- |"]
    names = {
        "Animal-Pose, dogs": ("animalpose", True),
        "Animal-Pose, cats, sheep, horses, cows": ("animalpose", False),
        "StanfordExtra sample": ("stanfordextra", True),
        "posture_sit_stand": ("sit_stand", True),
        "posture_crops": ("crops", True),
    }
    for title, (name, dogs) in names.items():
        mine = [one for one in examples if one.set_name == name and (one.species == "dog") == dogs]
        counts = [sum(one.part == part for one in mine) for part in ("train", "validation", "test")]
        lines.append(f"| {title} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def main() -> None:
    """Score everything."""
    try:
        root = sets.folder()
    except sets.NoDataSets as error:
        sys.exit(str(error))
    parts = [
        HEAD,
        sizes(sets.everything(root)),
        "\n## Dogs found\n",
        detection_scores.report(root),
        "\n## Points and postures\n",
        pose_scores.report(root),
        "\n## Sounds\n",
        sound_scores.report(root / "sounds"),
    ]
    text = "\n".join(parts) + "\n"
    OUT.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
