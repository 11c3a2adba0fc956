from __future__ import annotations

import pytest

from oneplace import assets
from oneplace.problems import OneplaceError


def test_the_shipped_folders_are_found():
    assert (assets.folder("opendata") / "register.yaml").is_file()


def test_a_folder_that_does_not_ship_is_told():
    with pytest.raises(OneplaceError, match="'nothing' that ships with Oneplace is not there"):
        assets.folder("nothing")


def test_columns_are_read_and_a_missing_one_is_told(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("code,name\nE06000045,Southampton\n")
    assert assets.read_table(path, ("name",)).to_pylist() == [{"name": "Southampton"}]
    with pytest.raises(OneplaceError, match=r"lacks 'region'; it has 'code', 'name'"):
        assets.read_table(path, ("code", "region"))


def test_an_empty_file_is_told(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("")
    with pytest.raises(OneplaceError, match=r"lacks 'code'|can't be read"):
        assets.read_table(path, ("code",))
