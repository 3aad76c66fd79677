"""What a rule may ask for, one module a kind: a frozen `Find` and a `check` that yields hits without wording.

A module offers `NAME`, `SCOPE` ("message" or "flow"), `FACTS` (what its hits tell, for the rule's message), `Find` and
`check`. The fields of `Find` are the keys a rule file may write under `find:`; its docstring is their reference.
"""
