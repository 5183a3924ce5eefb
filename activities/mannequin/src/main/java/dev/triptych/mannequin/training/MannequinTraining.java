package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.mannequin.appearance.Captions;
import dev.triptych.mannequin.pairs.PairDataset;
import dev.triptych.models.clip.BpeTrainer;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.Pretraining;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains the mannequin priors from nothing, one {@link Step} at a time, in a folder. A step finds
 * the results of earlier steps there as {@code <step>.safetensors} and goes on from its own
 * checkpoints; equal seeds and efforts give equal results on one machine.
 */
public final class MannequinTraining {
  /** Name of the set that comes of it. */
  public static final String SET = "mannequin-64";

  /**
   * What a step gave.
   *
   * @param file the step's result in the folder
   * @param losses by step of the training
   * @param figures how good the result is on what it was not trained on
   */
  public record Outcome(
      Path file, Map<String, float[]> losses, SortedMap<String, Double> figures) {}

  private final long seed;
  private final Recipe recipe;
  private final Path folder;
  private final int threads;

  /**
   * @param effort scales the recipe's lengths, above 0; 1 gives the bundled set
   * @param threads for the drawing of pairs; trainings use one
   */
  public MannequinTraining(long seed, double effort, Path folder, int threads) {
    if (!(effort > 0)) {
      throw new IllegalArgumentException("effort must be above 0, but is " + effort);
    }
    this.seed = seed;
    this.recipe = new Recipe(effort);
    this.folder = folder;
    this.threads = threads;
  }

  /** The file that {@link #run} writes for a step. */
  public Path result(Step step) {
    return step == Step.RENDER_PAIRS
        ? PairDataset.file(folder, seed)
        : folder.resolve(step.slug() + ".safetensors");
  }

  /** Runs a step to its end. */
  public Outcome run(Step step, Training.Observer observer) {
    try (NDManager manager = Torch.newManager()) {
      return switch (step) {
        case RENDER_PAIRS -> renderPairs(observer);
        case CLIP -> perception(observer, manager);
        case VAE -> vae(observer, manager);
        case UNET -> editor(observer, manager);
        case MAPPING -> mapping(observer, manager);
        case EG3D -> generator(observer, manager);
        case I2T -> imageToTriplane(observer, manager);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Packs the results of all steps into a prior set.
   *
   * @param target an empty or missing folder
   */
  public PriorSet pack(Path target) throws IOException {
    try (NDManager manager = Torch.newManager();
        PairDataset pairs = pairs()) {
      AutoencoderKL vae =
          Weights.load(
                  stored(Step.VAE), manager, weights -> new AutoencoderKL(weights, Recipe.vae(1)))
              .network();
      double deviation = EditorTraining.latentDeviation(vae, new PortraitBatches(pairs), manager);
      return new MannequinPacking(this, target).pack(deviation);
    }
  }

  private Outcome renderPairs(Training.Observer observer) throws IOException {
    try (PairDataset pairs =
        PairDataset.open(
            folder,
            seed,
            recipe.pairs(),
            threads,
            (done, total) -> observer.step(done, total, Map.of()))) {
      return new Outcome(
          result(Step.RENDER_PAIRS), Map.of(), figures(Map.of("pairs", (double) pairs.size())));
    }
  }

  private Outcome perception(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs = pairs()) {
      Tokenizer tokenizer = tokenizer();
      CounterNoise noise = new CounterNoise(seed).at("perception");
      Model<PerceptionTraining.Network> model =
          Weights.generate(
              (name, shape, init) -> PerceptionTraining.initial(noise, name, shape, init),
              manager,
              weights ->
                  new PerceptionTraining.Network(weights, Recipe.clip(tokenizer), Recipe.lpips()));
      PerceptionTraining training =
          new PerceptionTraining(model.network(), tokenizer, new PortraitBatches(pairs), seed);
      Map<String, float[]> losses =
          train(
              Step.CLIP,
              PerceptionTraining.plan(recipe.steps(Step.CLIP)),
              model.state().only(PerceptionTraining::trains),
              training::losses,
              observer,
              manager);
      save(Step.CLIP, model.state());
      return new Outcome(result(Step.CLIP), losses, figures(training.heldOutFigures(manager)));
    }
  }

  private Outcome vae(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs = pairs()) {
      PortraitBatches portraits = new PortraitBatches(pairs);
      Model<AutoencoderKL> model =
          Weights.random(seed, manager, weights -> new AutoencoderKL(weights, Recipe.vae(1)));
      VaeTraining training = new VaeTraining(model.network(), lpips(manager), portraits, seed);
      Map<String, float[]> losses =
          train(
              Step.VAE,
              VaeTraining.plan(recipe.steps(Step.VAE)),
              model.state(),
              training::losses,
              observer,
              manager);
      save(Step.VAE, model.state());
      double deviation = EditorTraining.latentDeviation(model.network(), portraits, manager);
      return new Outcome(
          result(Step.VAE),
          losses,
          figures(Map.of("vae_l1", training.heldOutError(manager), "latent_deviation", deviation)));
    }
  }

  private Outcome editor(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs = pairs()) {
      PortraitBatches portraits = new PortraitBatches(pairs);
      Tokenizer tokenizer = tokenizer();
      AutoencoderKL vae = scaledVae(portraits, manager);
      Model<UNet2DConditionModel> model =
          Weights.random(
              seed, manager, weights -> new UNet2DConditionModel(weights, Recipe.unet()));
      TextEncoder text = clip(tokenizer, manager).text();
      EditorTraining training =
          new EditorTraining(
              model.network(),
              vae,
              text,
              tokenizer,
              new Ddim(Recipe.scheduler()),
              portraits,
              seed,
              manager);
      Map<String, float[]> losses =
          train(
              Step.UNET,
              EditorTraining.plan(recipe.steps(Step.UNET)),
              model.state(),
              training::losses,
              observer,
              manager);
      save(Step.UNET, model.state());
      EditFigures edits = new EditFigures(model.network(), vae, text, tokenizer, portraits, seed);
      return new Outcome(
          result(Step.UNET), losses, figures(Map.of("edit_l1", edits.error(manager))));
    }
  }

  private Outcome mapping(Training.Observer observer, NDManager manager) throws IOException {
    MappingTraining training = new MappingTraining(seed, Recipe.generator().zDim());
    Model<MappingTraining.Network> model =
        Weights.random(
            seed,
            manager,
            weights ->
                new MappingTraining.Network(weights, Recipe.generator(), training.targets()));
    Map<String, float[]> losses =
        train(
            Step.MAPPING,
            MappingTraining.plan(recipe.steps(Step.MAPPING)),
            model.state().only(MappingTraining::trains),
            (step, scope) -> training.losses(model.network(), step, scope),
            observer,
            manager);
    training.average(model.network().generator(), manager);
    save(Step.MAPPING, model.state().only(name -> !name.startsWith("readout.")));
    float[] look = losses.getOrDefault("look", new float[1]);
    return new Outcome(
        result(Step.MAPPING),
        losses,
        figures(Map.of("look_error", (double) look[look.length - 1])));
  }

  private Outcome generator(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs = pairs()) {
      Model<Eg3dGenerator> model = generator(Step.MAPPING, manager);
      GeneratorTraining training =
          new GeneratorTraining(model.network(), new PortraitBatches(pairs), seed);
      Map<String, float[]> losses =
          train(
              Step.EG3D,
              GeneratorTraining.plan(recipe.steps(Step.EG3D)),
              model.state().only(Eg3dGenerator::isTrained),
              GeneratorTraining::rate,
              training::losses,
              observer,
              manager);
      save(Step.EG3D, model.state());
      return new Outcome(
          result(Step.EG3D), losses, figures(Map.of("eg3d_l1", training.heldOutError(manager))));
    }
  }

  private Outcome imageToTriplane(Training.Observer observer, NDManager manager)
      throws IOException {
    Model<Eg3dGenerator> teacher = generator(Step.EG3D, manager);
    Model<ImageToTriplane> model =
        Weights.random(
            seed, manager, weights -> new ImageToTriplane(weights, Recipe.imageToTriplane()));
    Pretraining pretraining =
        new Pretraining(Recipe.pretraining(), teacher.network(), Recipe.PLANE_SCALE, seed);
    Map<String, float[]> losses =
        pretraining.run(
            model.network(),
            model.state(),
            Recipe.pretraining(recipe.steps(Step.I2T)),
            folder.resolve(Step.I2T.slug()),
            observer,
            manager);
    save(Step.I2T, model.state());
    return new Outcome(
        result(Step.I2T), losses, figures(pretraining.heldOutFigures(model.network(), manager)));
  }

  private Map<String, float[]> train(
      Step step,
      Training.Plan plan,
      StateDict weights,
      Training.Objective objective,
      Training.Observer observer,
      NDManager manager) {
    return train(step, plan, weights, name -> 1, objective, observer, manager);
  }

  private Map<String, float[]> train(
      Step step,
      Training.Plan plan,
      StateDict weights,
      java.util.function.ToDoubleFunction<String> rate,
      Training.Objective objective,
      Training.Observer observer,
      NDManager manager) {
    return new Training(plan, weights, rate, manager)
        .run(objective, folder.resolve(step.slug()), observer);
  }

  private PairDataset pairs() throws IOException {
    return PairDataset.open(folder, seed, recipe.pairs(), threads, (done, total) -> {});
  }

  /** The vocabulary is a function of the captions alone, so it needs no step. */
  static Tokenizer tokenizer() {
    return new Tokenizer(BpeTrainer.learn(Captions.corpus(), Integer.MAX_VALUE), Recipe.TOKENS);
  }

  private ClipModel clip(Tokenizer tokenizer, NDManager manager) {
    return Weights.load(
            stored(Step.CLIP).below("clip."),
            manager,
            weights -> new ClipModel(weights, Recipe.clip(tokenizer)))
        .network();
  }

  private Lpips lpips(NDManager manager) {
    return Weights.load(
            stored(Step.CLIP).below("lpips."),
            manager,
            weights -> new Lpips(weights, Recipe.lpips()))
        .network();
  }

  private AutoencoderKL scaledVae(PortraitBatches portraits, NDManager manager) {
    AutoencoderKL unscaled =
        Weights.load(
                stored(Step.VAE), manager, weights -> new AutoencoderKL(weights, Recipe.vae(1)))
            .network();
    double scaling = 1 / EditorTraining.latentDeviation(unscaled, portraits, manager);
    return Weights.load(
            stored(Step.VAE), manager, weights -> new AutoencoderKL(weights, Recipe.vae(scaling)))
        .network();
  }

  private Model<Eg3dGenerator> generator(Step from, NDManager manager) {
    return Weights.load(
        stored(from), manager, weights -> new Eg3dGenerator(weights, Recipe.generator()));
  }

  private TensorSource stored(Step step) {
    return Safetensors.open(result(step));
  }

  private void save(Step step, StateDict weights) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>(weights.tensors());
    SafetensorsWriter.write(
        result(step),
        tensors,
        Map.of("step", step.slug(), "seed", Long.toString(seed)),
        Precision.FLOAT32);
  }

  private static SortedMap<String, Double> figures(Map<String, Double> figures) {
    return new TreeMap<>(figures);
  }
}
