/** HTML pages generated from the tables. */
package org.meanfield.report;
