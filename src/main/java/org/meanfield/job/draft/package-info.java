/** First job files for a user's own pictures. */
package org.meanfield.job.draft;
