package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.mannequin.appearance.Captions;
import dev.triptych.mannequin.pairs.PairDataset;
import dev.triptych.mannequin.training.TrainingStep.Outcome;
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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains the mannequin priors from nothing, one {@link TrainingStep} at a time, in a folder. A step
 * finds the results of those that it needs there and goes on from its own checkpoints; equal seeds
 * and efforts give equal results on one machine.
 */
public final class MannequinTraining {
  /** Name of the set that comes of it. */
  public static final String SET = "mannequin-64";

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

  /** Pairs of plain and styled portraits. */
  public TrainingStep renderPairs() {
    String name = "render-pairs";
    return new TrainingStep(
        name, PairDataset.file(folder, seed), folder.resolve(name), this::renderPairs);
  }

  /** CLIP and the LPIPS features; needs the pairs. */
  public TrainingStep clip() {
    return step("clip", this::perception);
  }

  /** The autoencoder; needs the pairs and CLIP's step. */
  public TrainingStep vae() {
    return step("vae", this::vae);
  }

  /** InstructPix2Pix's denoiser; needs the pairs, CLIP's step and the autoencoder. */
  public TrainingStep unet() {
    return step("unet", this::editor);
  }

  /** Latent to style vector. */
  public TrainingStep mapping() {
    return step("mapping", this::mapping);
  }

  /** The 3D generator; needs the pairs and the mapping. */
  public TrainingStep eg3d() {
    return step("eg3d", this::generator);
  }

  /** The image-to-triplane network; needs the 3D generator. */
  public TrainingStep i2t() {
    return step("i2t", this::imageToTriplane);
  }

  private TrainingStep step(String name, TrainingStep.Work work) {
    return new TrainingStep(
        name, folder.resolve(name + ".safetensors"), folder.resolve(name), work);
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
          Weights.load(stored(vae()), manager, weights -> new AutoencoderKL(weights, Recipe.vae(1)))
              .network();
      double deviation = EditorTraining.latentDeviation(vae, new PortraitBatches(pairs), manager);
      return new MannequinPacking(this, target).pack(deviation);
    }
  }

  private Outcome renderPairs(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs =
        PairDataset.open(
            folder,
            seed,
            recipe.pairs(),
            threads,
            (done, total) -> observer.step(done, total, Map.of()))) {
      return new Outcome(Map.of(), figures(Map.of("pairs", (double) pairs.size())));
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
              clip(),
              PerceptionTraining.plan(recipe.steps(Recipe.CLIP_STEPS)),
              model.state().only(PerceptionTraining::trains),
              training::losses,
              observer,
              manager);
      save(clip(), model.state());
      return new Outcome(losses, figures(training.heldOutFigures(manager)));
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
              vae(),
              VaeTraining.plan(recipe.steps(Recipe.VAE_STEPS)),
              model.state(),
              training::losses,
              observer,
              manager);
      save(vae(), model.state());
      double deviation = EditorTraining.latentDeviation(model.network(), portraits, manager);
      return new Outcome(
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
              unet(),
              EditorTraining.plan(recipe.steps(Recipe.UNET_STEPS)),
              model.state(),
              training::losses,
              observer,
              manager);
      save(unet(), model.state());
      EditFigures edits = new EditFigures(model.network(), vae, text, tokenizer, portraits, seed);
      return new Outcome(losses, figures(Map.of("edit_l1", edits.error(manager))));
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
            mapping(),
            MappingTraining.plan(recipe.steps(Recipe.MAPPING_STEPS)),
            model.state().only(MappingTraining::trains),
            (step, scope) -> training.losses(model.network(), step, scope),
            observer,
            manager);
    training.average(model.network().generator(), manager);
    save(mapping(), model.state().only(name -> !name.startsWith("readout.")));
    float[] look = losses.getOrDefault("look", new float[1]);
    return new Outcome(losses, figures(Map.of("look_error", (double) look[look.length - 1])));
  }

  private Outcome generator(Training.Observer observer, NDManager manager) throws IOException {
    try (PairDataset pairs = pairs()) {
      Model<Eg3dGenerator> model = generator(mapping(), manager);
      GeneratorTraining training =
          new GeneratorTraining(model.network(), new PortraitBatches(pairs), seed);
      Map<String, float[]> losses =
          train(
              eg3d(),
              GeneratorTraining.plan(recipe.steps(Recipe.EG3D_STEPS)),
              model.state().only(Eg3dGenerator::isTrained),
              GeneratorTraining::rate,
              training::losses,
              observer,
              manager);
      save(eg3d(), model.state());
      return new Outcome(losses, figures(Map.of("eg3d_l1", training.heldOutError(manager))));
    }
  }

  private Outcome imageToTriplane(Training.Observer observer, NDManager manager)
      throws IOException {
    Model<Eg3dGenerator> teacher = generator(eg3d(), manager);
    Model<ImageToTriplane> model =
        Weights.random(
            seed, manager, weights -> new ImageToTriplane(weights, Recipe.imageToTriplane()));
    Pretraining pretraining =
        new Pretraining(Recipe.pretraining(), teacher.network(), Recipe.PLANE_SCALE, seed);
    Map<String, float[]> losses =
        pretraining.run(
            model.network(),
            model.state(),
            Recipe.pretraining(recipe.steps(Recipe.I2T_STEPS)),
            i2t().checkpoints(),
            observer,
            manager);
    save(i2t(), model.state());
    return new Outcome(losses, figures(pretraining.heldOutFigures(model.network(), manager)));
  }

  private Map<String, float[]> train(
      TrainingStep step,
      Training.Plan plan,
      StateDict weights,
      Training.Objective objective,
      Training.Observer observer,
      NDManager manager) {
    return train(step, plan, weights, name -> 1, objective, observer, manager);
  }

  private Map<String, float[]> train(
      TrainingStep step,
      Training.Plan plan,
      StateDict weights,
      java.util.function.ToDoubleFunction<String> rate,
      Training.Objective objective,
      Training.Observer observer,
      NDManager manager) {
    return new Training(plan, weights, rate, manager).run(objective, step.checkpoints(), observer);
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
            stored(clip()).below("clip."),
            manager,
            weights -> new ClipModel(weights, Recipe.clip(tokenizer)))
        .network();
  }

  private Lpips lpips(NDManager manager) {
    return Weights.load(
            stored(clip()).below("lpips."), manager, weights -> new Lpips(weights, Recipe.lpips()))
        .network();
  }

  private AutoencoderKL scaledVae(PortraitBatches portraits, NDManager manager) {
    AutoencoderKL unscaled =
        Weights.load(stored(vae()), manager, weights -> new AutoencoderKL(weights, Recipe.vae(1)))
            .network();
    double scaling = 1 / EditorTraining.latentDeviation(unscaled, portraits, manager);
    return Weights.load(
            stored(vae()), manager, weights -> new AutoencoderKL(weights, Recipe.vae(scaling)))
        .network();
  }

  private Model<Eg3dGenerator> generator(TrainingStep from, NDManager manager) {
    return Weights.load(
        stored(from), manager, weights -> new Eg3dGenerator(weights, Recipe.generator()));
  }

  private TensorSource stored(TrainingStep step) {
    return Safetensors.open(step.result());
  }

  private void save(TrainingStep step, StateDict weights) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>(weights.tensors());
    SafetensorsWriter.write(
        step.result(),
        tensors,
        Map.of("step", step.name(), "seed", Long.toString(seed)),
        Precision.FLOAT32);
  }

  private static SortedMap<String, Double> figures(Map<String, Double> figures) {
    return new TreeMap<>(figures);
  }
}
