"""Writing of the sample corpus, for whoever changes its texts; it is not installed.

Way in: ``python -m tools.sample.build``. Rooms: texts, words, markup -> styles -> pages ->
package, printing -> build. Nothing that is installed imports it.
"""
