"""The provincial log: one line that is audit, history, message and fact.

Systems define what can happen with `tinhso.events.definitions.event`, write it with `tinhso.events.log.record`,
read it back with `tinhso.events.log.history`, and answer it with `tinhso.events.reactions.reacts_to`.
"""
