"""What Asterisk's applications do to a call, as far as their names tell. What they speak is in `speech`."""

from __future__ import annotations

SPECIAL = frozenset({"a", "e", "failed", "fax", "h", "i", "o", "t", "T"})
"""Extensions that Asterisk itself goes to."""
PEOPLE = frozenset({"bridge", "dial", "followme", "page", "queue", "retrydial", "voicemail"})
ENDS = frozenset({"busy", "congestion", "hangup"})
AWAY = frozenset({"chanspy", "confbridge", "directory", "disa", "extenspy", "meetme", "park", "parkandannounce"}) | {
    "parkedcall",
    "pickup",
    "transfer",
    "sendfax",
    "receivefax",
    "agentlogin",
}
ASKS = frozenset({"authenticate", "echo", "privacymanager", "record", "speechbackground", "vmauthenticate"}) | {
    "voicemailmain",
    "minivmrecord",
    "mrcprecog",
    "synthandrecog",
}
# fmt: off
SILENT = frozenset("""
    addqueuemember adsiprog alarmreceiver answer appendcdruserfield cdr celgenuserevent chanisavail changemonitor
    continuewhile curl dbdel dbdeltree dbget dbput digittimeout endwhile exitwhile execiftime
    externalivr forkcdr ices importvar incomplete jackhack jabbersend jabberstatus log
    lookupblacklist mailboxexists messagesend milliwatt mixmonitor monitor msetloop morsecode
    musiconhold noop originate pausemonitor pausequeuemember playtones proceeding progress
    queuelog random removequeuemember resetcdr responsetimeout retry ringing senddtmf
    sendimage sendtext sendurl set setamaflags setcallerid setcallerpres setcidname setcidnum setglobalvar setlanguage
    setmusiconhold setvar sipaddheader sipdtmfmode sipremoveheader softhangup speechactivategrammar speechcreate
    speechdeactivategrammar speechdestroy speechloadgrammar speechprocessingsound speechstart speechunloadgrammar
    stackpop startmusiconhold stopmixmonitor stopmonitor stopmusiconhold stopplaytones system testclient testserver
    trysystem unpausemonitor unpausequeuemember userevent verbose wait waitforring waitforsilence waitmusiconhold
    waituntil while zapateller absolutetimeout mysql channelredirect pausequeue
    """.split())
# fmt: on
"""Applications that neither speak nor wait for the caller nor send them anywhere."""
