/** Axes, lines, bars and heat maps, drawn as SVG or PNG; knows nothing of runs. */
package org.meanfield.report.chart;
