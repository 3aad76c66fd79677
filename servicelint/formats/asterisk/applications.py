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
    clearhash continuewhile curl dbdel dbdeltree dbget dbput digittimeout endwhile exitwhile execiftime
    externalivr forkcdr getcpeid icesalarm ices importvar incomplete ivrdemo jackhack jabbersend jabberstatus log
    lookupblacklist lookupcidname mailboxexists messagesend milliwatt mixmonitor monitor msetloop mset morsecode
    musiconhold nbscat nocdr noop originate pausemonitor pausequeuemember playtones presence proceeding progress
    queuelog random readfile removequeuemember resetcdr responsetimeout retry ringing sayvoice senddtmf
    sendimage sendtext sendurl set setamaflags setcallerid setcallerpres setcidname setcidnum setglobalvar setlanguage
    setmusiconhold setvar sipaddheader sipdtmfmode sipremoveheader softhangup speechactivategrammar speechcreate
    speechdeactivategrammar speechdestroy speechloadgrammar speechprocessingsound speechstart speechunloadgrammar
    stackpop startmusiconhold stopmixmonitor stopmonitor stopmusiconhold stopplaytones system testclient testserver
    trysystem unpausemonitor unpausequeuemember userevent verbose wait waitforring waitforsilence waitmusiconhold
    waituntil while zapateller stoptones absolutetimeout mysql odbc_commit exec notify verb channelredirect pausequeue
    """.split())  # noqa: SIM905
# fmt: on
"""Applications that neither speak nor wait for the caller nor send them anywhere."""
