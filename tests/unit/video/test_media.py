import struct
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from video.errors import SourceLost, SourceRefused
from video.media import open_stream
from video.sources import SourceInfo, SourceSpec, probe

MakeVideo = Callable[..., Path]


def refused(path: Path) -> str:
    with pytest.raises(SourceRefused) as error:
        probe(path)
    return error.value.code


def test_a_video_tells_what_it_is(make_video: MakeVideo) -> None:
    assert probe(make_video(pictures=30, fps=15)) == SourceInfo(
        width=160, height=96, fps=15.0, codec="h264", duration_s=2.0, has_audio=False
    )


def test_a_spec_is_probed_like_its_path(make_video: MakeVideo) -> None:
    path = make_video()
    assert probe(SourceSpec("file", str(path))) == probe(path)


def test_pixels_that_are_not_square_are_made_square(make_video: MakeVideo) -> None:
    info = probe(make_video(width=160, height=96, aspect=Fraction(4, 3)))
    assert (info.width, info.height) == (214, 96)


TEXT = b"WEBVTT is not this, nor is it a film.\n" * 100
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1/'\n"
DASH = b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>file:///</BaseURL></MPD>'
SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\n"


@pytest.mark.parametrize("name", ["film.mp4", "film.m3u8", "film.txt", "film.%d.jpg"])
@pytest.mark.parametrize("content", [b"", b"\0" * 5000, TEXT, PLAYLIST, CONCAT, DASH, SDP])
def test_what_is_no_video_is_refused_whatever_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == "NOT_VIDEO"


def test_an_archive_is_no_video(make_video: MakeVideo, tmp_path: Path) -> None:
    path = tmp_path / "film.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(make_video())
    assert refused(path) == "NOT_VIDEO"


def test_a_picture_is_no_video(tmp_path: Path, make_video: MakeVideo) -> None:
    import cv2
    import numpy as np

    path = tmp_path / "film.png"
    cv2.imwrite(str(path), np.zeros((64, 64, 3), np.uint8))
    assert refused(path) == "NOT_VIDEO"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_an_mp4_cut_before_its_index_is_refused(make_video: MakeVideo, share: float) -> None:
    path = make_video()
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert refused(path) == "NOT_VIDEO"


def test_pictures_that_are_huger_than_their_container_says_are_never_decoded(make_video: MakeVideo) -> None:
    path = make_video("clip.mkv", codec="mjpeg")
    told = struct.pack(">BHH", 8, 96, 160)  # a JPEG's start of frame: bits, height, width
    data = path.read_bytes()
    assert data.count(told) == 30
    path.write_bytes(data.replace(told, struct.pack(">BHH", 8, 65000, 65000)))
    assert refused(path) in {"PICTURE_TOO_LARGE", "NOT_VIDEO"}


def test_a_stream_larger_than_we_take_is_refused(make_video: MakeVideo) -> None:
    path = make_video("wide.mkv", pictures=1, width=4352, height=64, codec="mjpeg")
    assert refused(path) == "PICTURE_TOO_LARGE"


@pytest.mark.parametrize("location", ["http://127.0.0.1/x.mp4", "concat:/etc/passwd", "/dev/zero", "/"])
def test_a_file_is_a_file_and_no_protocol(location: str) -> None:
    with pytest.raises(SourceRefused) as error:
        probe(SourceSpec("file", location))
    assert error.value.code == "FILE_MISSING"


def test_a_file_named_like_a_url_is_still_a_file(
    make_video: MakeVideo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_video("plain.mp4").rename(tmp_path / "http:film.mp4")
    monkeypatch.chdir(tmp_path)
    assert probe(Path("http:film.mp4")).codec == "h264"


def test_a_stream_never_gets_more_bytes_than_asked_for_nor_seeks(make_video: MakeVideo) -> None:
    data = make_video("clip.ts").read_bytes()

    class Stream:
        at = 0

        def read(self, size: int) -> bytes:
            taken, self.at = data[self.at : self.at + min(size, 1000)], self.at + min(size, 1000)
            return taken

    with open_stream(Stream(), format_name=None) as media:
        assert sum(1 for packet in media.packets() if packet.size) == 30


@pytest.mark.parametrize("content", [PLAYLIST, CONCAT, DASH, SDP, TEXT, b""])
def test_a_stream_that_names_other_places_is_not_followed(content: bytes) -> None:
    class Stream:
        rest = content

        def read(self, size: int) -> bytes:
            taken, self.rest = self.rest[:size], self.rest[size:]
            return taken

    with pytest.raises(SourceLost):
        open_stream(Stream(), format_name=None)


def test_a_refusal_survives_the_way_between_processes() -> None:
    import pickle

    for error in (SourceRefused("NOT_VIDEO", "no"), SourceLost("gone")):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_a_spec_shows_no_password() -> None:
    assert "secret" not in repr(SourceSpec("url", "rtsp://ada:secret@cam/live"))
