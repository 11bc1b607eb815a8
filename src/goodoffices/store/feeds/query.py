"""The one query over a feed, whatever file it comes from.

It reads three relations, in which a side is 0 or 1, and null for anybody else:

- ``events`` (day, source, target, code, goldstein, story, publisher, copies): what the two sides do to each other;
- ``volume`` (day, source, target, copies): how many rows the feed has of each day, for all that act; a row without a
  day is one that could not be read;
- ``acts`` (code): the codes that are listed singly.

Beside plain SQL it needs ``date_trunc``, ``regexp_extract`` and grouping sets, which DuckDB, Spark and BigQuery have
under one name or another.
"""

from __future__ import annotations

__all__ = ["QUERY"]

QUERY = r"""
-- What is told again (same story, sides, code and day) is one event. Where the feed names no story, every row is.
WITH told AS (
    SELECT
        day, source AS way, code, story,
        CASE WHEN story IS NULL THEN publisher END AS apart,
        min(publisher) AS publisher,
        min(goldstein) AS weight,
        sum(goldstein * copies) AS weights,
        sum(CASE WHEN goldstein IS NULL THEN 0 ELSE copies END) AS weighed,
        sum(copies) AS copies
    FROM events
    GROUP BY 1, 2, 3, 4, 5
),
-- Who publishes an address is told by its host.
counted AS (
    SELECT
        date_trunc('month', told.day) AS month,
        told.way, told.code, told.copies,
        CASE WHEN told.story IS NULL THEN told.copies ELSE 1 END AS events,
        CASE WHEN told.story IS NULL THEN told.weights ELSE told.weight END AS goldstein,
        CASE WHEN told.story IS NULL THEN told.weighed WHEN told.weight IS NULL THEN 0 ELSE 1 END AS known,
        coalesce(
            told.publisher,
            nullif(regexp_extract(lower(told.story), '^[a-z]+://(www[.])?([^/:?#]+)', 2), ''),
            told.story
        ) AS publisher,
        CASE WHEN acts.code IS NOT NULL THEN told.day END AS act_day,
        CASE WHEN acts.code IS NOT NULL THEN told.story END AS act_story
    FROM told
    LEFT JOIN acts ON acts.code = told.code
)
SELECT
    'feed' AS level,
    date_trunc('month', day) AS month,
    NULL AS way, NULL AS code, NULL AS act_day, NULL AS act_story,
    sum(copies) AS told, 0 AS events, NULL AS goldstein, 0 AS known, 0 AS sources,
    count(DISTINCT day) AS days,
    sum(CASE WHEN source = 0 OR target = 0 THEN copies ELSE 0 END) AS first_named,
    sum(CASE WHEN source = 1 OR target = 1 THEN copies ELSE 0 END) AS second_named
FROM volume
GROUP BY 2
UNION ALL
-- By month; by month and direction; by month, direction and code, acts of mediation each apart.
SELECT
    CASE grouping(way) + grouping(code) WHEN 2 THEN 'month' WHEN 1 THEN 'way' ELSE 'code' END AS level,
    month, way, code, act_day, act_story,
    sum(copies), sum(events), sum(goldstein), sum(known), count(DISTINCT publisher), 0, 0, 0
FROM counted
GROUP BY GROUPING SETS ((month), (month, way), (month, way, code, act_day, act_story))
ORDER BY level, month, way, code, act_day, act_story
"""
