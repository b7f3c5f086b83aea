"""Many requests from a file, in one go that can be stopped at any moment and gone on with.

The file is read and validated whole (``read``, ``items``), each item is resolved (``plan``), what is not known yet is
made by a few workers (``work``) and kept at once (``manifest``). What is written (``tree``, ``archive``, ``branch``)
and reported (``report_*``) follows from what is kept, so that it does not matter how often a run was interrupted.
"""
