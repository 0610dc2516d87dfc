package org.meanfield.train;

/** DL4J on ND4J: a processor with oneDNN or, in a jar built with {@code -Dcuda}, ND4J's CUDA 11.6 backend. */
public record Dl4jEngine() implements Engine {}
