/** Axes, lines, bars and heat maps, drawn as SVG or PNG; independent of runs. */
package org.meanfield.report.chart;
