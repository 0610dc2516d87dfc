/** Augmentations of training images. */
package org.meanfield.augment;
