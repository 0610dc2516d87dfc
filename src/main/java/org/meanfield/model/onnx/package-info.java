/** Networks as ONNX models. */
package org.meanfield.model.onnx;
