/** The columns of every table, each with its documentation. */
package org.meanfield.tables;
