package dev.triptych.workflows.portrait;

/** Mean and population standard deviation over views. */
public record MeanStd(double mean, double std) {}
