"""The page rules notice what they are there to notice."""

from __future__ import annotations

import pytest

from tests.page_rules import broken_rules, parse, posted_forms

_SOUND = """<!doctype html><html lang="sv"><head><title>Behov – Brygga</title></head><body><h1>Behov</h1>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t"><label for="a">Namn</label>
<input id="a" name="a" value="&quot;å&quot;">
<select name="b" aria-label="B"><option value="1" selected>Ett</option></select>
<textarea name="c" aria-label="C">\n\n rad</textarea><button type="submit">Spara</button></form></body></html>"""


def test_a_sound_page_breaks_no_rule() -> None:
    assert broken_rules(_SOUND, language="sv") == []


@pytest.mark.parametrize(
    ("sound", "broken", "said"),
    [
        ("<h1>Behov</h1>", "<h1>Behov</h1><h1>Behov</h1>", "2 h1"),
        ("<title>Behov", "<title>Brygga", "does not begin"),
        ('lang="sv"', 'lang="en"', "not sv"),
        ('<label for="a">Namn</label>', "", "has no label"),
        ("Namn</label>", 'Namn <span class="required">(obligatoriskt)</span></label>', "is not required, its mark"),
        ("<h1>", '<h1 id="a">', "stands 2 times"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "carries 0 tokens"),
        ("<h1>", '<h1 style="color:red">', "a style of its own"),
        ("</body>", "<script>x()</script></body>", "A script stands"),
        ("<button", '<button onclick="x()"', "in an attribute"),
        ("</body>", '<img src="x.png"></body>', "has no alt"),
        ("</body>", '<a href="/x"></a></body>', "has no name"),
        ("</body>", '<a href="#there">x</a></body>', "not on the page"),
        ("</body>", '<a href="javascript:x()">x</a></body>', "leads to"),
        ("</body>", "<p>Ansvarig: None</p></body>", "prints 'None'"),
        ("</body>", "<p>%(count)d behov</p></body>", "prints '%('"),
        ("</h1>", "</h2>", "not well formed"),
        ("<h1>Behov</h1>", "<p><h1>Behov</h1></p>", "not well formed"),
        ("</form>", "", "not well formed"),
        ("</body>", "<p><b>Viktigt<i></b></i></p></body>", "not well formed"),
        ("</body>", "<table><tr><td>1</td></tr><p>2</p></table></body>", "not well formed"),
        ("</body>", "</div></body>", "not well formed"),
    ],
)
def test_each_rule_is_noticed_when_it_is_broken(sound: str, broken: str, said: str) -> None:
    told = broken_rules(_SOUND.replace(sound, broken), language="sv")
    assert any(said in sentence for sentence in told), told


def test_what_must_be_filled_in_is_marked_unless_all_must() -> None:
    must = _SOUND.replace('<input id="a"', '<input id="a" required')
    assert broken_rules(must, language="sv") == []
    among_others = must.replace("<textarea", '<label for="d">Ort</label><input id="d" name="d"><textarea')
    assert broken_rules(among_others, language="sv") == ["The field 'a' is required, its mark differs."]
    marked = among_others.replace("Namn</label>", 'Namn <span class="required">(obligatoriskt)</span></label>')
    assert broken_rules(marked, language="sv") == []


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    (form,) = posted_forms(parse(_SOUND), "/here")
    assert form.action == "/x"
    assert form.data == {"csrf_token": ["t"], "a": ['"å"'], "b": ["1"], "c": ["\n rad"]}
