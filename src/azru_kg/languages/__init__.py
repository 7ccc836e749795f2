"""The languages of the pages: which one is read, its messages, numbers and dates.

English is the language of the program. What a page says in others stands in `po/`, and what is said
there nowhere is said in English.
"""
