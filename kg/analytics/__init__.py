"""Analytics: questions over all prices, written once as SQL and run embedded (DuckDB) or distributed (Spark).

`sql/` holds the questions, `partition` writes the tables for many machines, `engines` runs the questions.
"""
