import server


def test_greets_as_it_is_told_to(monkeypatch):
    monkeypatch.setenv("GREETING", "Good morning")
    assert server.answer("/") == (200, "Good morning")


def test_says_that_it_is_well():
    assert server.answer("/health") == (200, "ok")


def test_tells_its_version(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "VERSION_FILE", tmp_path / "VERSION")
    assert server.answer("/version") == (200, "development")
    (tmp_path / "VERSION").write_text("1.2.3\n")
    assert server.answer("/version") == (200, "1.2.3")


def test_knows_what_it_does_not_have():
    assert server.answer("/nothing")[0] == 404
