"""How pictures look: the style sheet of every drawing, light and dark. Text on its ground has a contrast of 4.5 or more."""

from __future__ import annotations

_LIGHT = """
--sheet:#fbfbfa;--card:#ffffff;--ink:#1d2433;--soft:#5a6375;--line:#8b94a5;--faint:#a9b0bd;
--menu:#2f5bd0;--menu-card:#eef3ff;--ask:#7a3fc4;--ask-card:#f6f0ff;--say:#64708a;--say-card:#ffffff;
--human:#0b7a53;--human-card:#e3f6ec;--end:#3c4354;--end-card:#e9ebf0;--elsewhere:#9a5b00;--elsewhere-card:#fff4de;
--step:#626c7f;--step-card:#f4f5f7;--unknown:#666d7a;--unknown-card:#f5f5f6;--group:#33507a;--group-card:#f0f4fa;
--error:#c4222e;--warning:#a85700;--hint:#2766b8;--on-mark:#ffffff;
"""
_DARK = """
--sheet:#12151c;--card:#1b202a;--ink:#e8ebf2;--soft:#a4adbd;--line:#7d8798;--faint:#5d6677;
--menu:#8fb0ff;--menu-card:#1b2745;--ask:#c9a6ff;--ask-card:#2a2040;--say:#97a3ba;--say-card:#1b202a;
--human:#5fd6a4;--human-card:#12352a;--end:#b9c0cf;--end-card:#2a2f3b;--elsewhere:#f0b75a;--elsewhere-card:#37290f;
--step:#8c96a8;--step-card:#181c25;--unknown:#a0a7b4;--unknown-card:#20242d;--group:#a3c1ee;--group-card:#1d2738;
--error:#ff8087;--warning:#f0a94f;--hint:#7fb5ff;--on-mark:#12151c;
"""
KINDS = ("menu", "ask", "say", "step", "human", "end", "elsewhere", "unknown", "group")

CSS = (
    f".flow{{{_LIGHT.replace(chr(10), '')}}}"
    f"@media (prefers-color-scheme:dark){{.flow{{{_DARK.replace(chr(10), '')}}}}}"
    f"@media print{{.flow{{{_LIGHT.replace(chr(10), '')}}}}}"
    """
.flow{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,sans-serif;font-size:13px}
.flow text{fill:var(--ink);white-space:pre}
.flow .heading{font-size:20px;font-weight:600}
.flow .sheet{fill:var(--sheet)}
.flow .shape{fill:var(--card);stroke:var(--kind);stroke-width:1.4;stroke-linejoin:round}
.flow .head{font-size:10px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;fill:var(--kind)}
.flow .time{font-size:11px;fill:var(--soft);text-anchor:end;font-variant-numeric:tabular-nums}
.flow .note{font-size:11px;fill:var(--soft)}
.flow a:hover .note{text-decoration:underline;fill:var(--ink)}
.flow .rule{stroke:var(--kind);stroke-opacity:.25}
.flow .sign{fill:none;stroke:var(--kind);stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.flow .sign.full{fill:var(--kind);stroke:none}
.flow .silent .title{fill:var(--soft)}
.flow .step .shape{stroke-width:1}
.flow .human .shape,.flow .end .shape{stroke-width:2}
.flow .unknown .shape{stroke-dasharray:4 3}
.flow .elsewhere .shape{stroke-dasharray:7 3}
.flow .entry .shape{stroke-width:2.4}
.flow .wire{fill:none;stroke:var(--line);stroke-width:1.5}
.flow .tip{fill:var(--line)}
.flow .choice .wire{stroke:var(--ink);stroke-opacity:1;stroke-width:1.5}
.flow .choice .tip{fill:var(--ink)}
.flow .failure .wire{stroke:var(--faint);stroke-width:1.2;stroke-dasharray:4 4}
.flow .failure .tip{fill:var(--faint)}
.flow .shortest .wire{stroke:var(--human);stroke-width:3}
.flow .shortest .tip{fill:var(--human)}
.flow .pill{fill:var(--sheet);stroke:none}
.flow .choice .pill{fill:var(--card);stroke:var(--ink);stroke-width:1.2}
.flow .shortest .pill{stroke:var(--human);stroke-width:2}
.flow .label{font-size:11px;text-anchor:middle;fill:var(--soft)}
.flow .choice .label{font-weight:600;fill:var(--ink)}
.flow .mark{fill:var(--grade)}
.flow .count{font-size:11px;font-weight:700;text-anchor:middle;fill:var(--on-mark)}
.flow .start{fill:var(--ink)}
.flow .node:focus,.flow a:focus{outline:none}
.flow .node:focus .shape,.flow a:focus .shape,.flow .node:target .shape{stroke-width:4}
.flow a{cursor:pointer;text-decoration:none}
"""
    + "".join(f".flow .{kind}{{--kind:var(--{kind});--card:var(--{kind}-card)}}\n" for kind in KINDS)
    + "".join(f".flow .{grade}-mark{{--grade:var(--{grade})}}\n" for grade in ("error", "warning", "hint"))
)
"""For the page or the `<style>` of a drawing; everything hangs below the class `flow`."""
