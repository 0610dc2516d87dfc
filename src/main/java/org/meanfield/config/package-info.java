/** Records read from YAML, checks and random seeds. */
package org.meanfield.config;
