/** HTML pages made from the tables. */
package org.meanfield.report;
