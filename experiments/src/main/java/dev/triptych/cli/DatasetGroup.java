package dev.triptych.cli;

import picocli.CommandLine.Command;

/** {@code triptych dataset}, which only holds its verbs. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    description = "The edited views that portraits and models are trained on.")
final class DatasetGroup {}
