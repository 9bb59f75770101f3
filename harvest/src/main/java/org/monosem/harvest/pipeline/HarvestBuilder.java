package org.monosem.harvest.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.cache.CacheOrigin;

/** The options of a {@link Harvest}; each has a default but model and hook. */
public final class HarvestBuilder {
  private static final long ROWS_UNKNOWN = Long.MAX_VALUE;

  private final HookedLanguageModel model;
  private final HookPoint hook;
  private final List<Beside> beside = new ArrayList<>();
  private String modelName = "unnamed";
  private String tokenizerName = "unnamed";
  private int contextLength;
  private ElementType type = ElementType.F16;
  private long seed;
  private int shardRows;
  private int poolRows;
  private int batchSize = 32;
  private long maxRows = ROWS_UNKNOWN;
  private int firstPosition;
  private int positionsPerContext = Integer.MAX_VALUE;
  private Set<Integer> skippedTokens = Set.of();
  private HarvestListener listener = progress -> true;

  /** Another hook point of the same contexts; the name is null for the first model. */
  private record Beside(HookedLanguageModel model, @Nullable String name, HookPoint hook) {}

  HarvestBuilder(HookedLanguageModel model, HookPoint hook) {
    this.model = model;
    this.hook = hook;
    this.contextLength = model.contextLength();
  }

  /** Names model and tokenizer in the manifest, best by fingerprints of their content. */
  public HarvestBuilder named(String modelName, String tokenizerName) {
    this.modelName = modelName;
    this.tokenizerName = tokenizerName;
    return this;
  }

  /**
   * Harvests another hook point of the model in the same forward passes. Each hook point then gets
   * a cache of its own, in a folder of the hook point's name under the one given, with the same
   * rows in the same order: see {@link org.monosem.harvest.cache.PairedCaches}.
   */
  public HarvestBuilder and(HookPoint other) {
    beside.add(new Beside(model, null, other));
    return this;
  }

  /**
   * Harvests a hook point of another model that reads the same tokens, beside the first, as {@link
   * #and(HookPoint)} does. Where hook points of two models have one name, the folders are {@code
   * model0-NAME}, {@code model1-NAME} and so on, numbered in the order in which they were given.
   *
   * @param other the caller's to close
   * @param name names it in its manifest
   */
  public HarvestBuilder and(HookedLanguageModel other, String name, HookPoint otherHook) {
    beside.add(new Beside(other, name, otherHook));
    return this;
  }

  /** The most tokens of a context; by default the model's context length. */
  public HarvestBuilder contextLength(int tokens) {
    this.contextLength = tokens;
    return this;
  }

  /** The type of the numbers on disk: F16 (the default), BF16 or F32. */
  public HarvestBuilder type(ElementType type) {
    this.type = type;
    return this;
  }

  /** Decides every random choice; 0 by default. */
  public HarvestBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The most rows of a shard; by default as many as fit into 16 MiB. */
  public HarvestBuilder shardRows(int rows) {
    this.shardRows = rows;
    return this;
  }

  /** How many rows are shuffled together in memory; by default 16 shards. */
  public HarvestBuilder poolRows(int rows) {
    this.poolRows = rows;
    return this;
  }

  /** Contexts in one forward pass; 32 by default. */
  public HarvestBuilder batchSize(int contexts) {
    this.batchSize = contexts;
    return this;
  }

  /** The most rows to harvest; by default all there are. */
  public HarvestBuilder maxRows(long rows) {
    this.maxRows = rows;
    return this;
  }

  /** The first position of a context that becomes a row; 0 by default. */
  public HarvestBuilder firstPosition(int position) {
    this.firstPosition = position;
    return this;
  }

  /** The most rows of one context, drawn at random; by default all positions. */
  public HarvestBuilder positionsPerContext(int rows) {
    this.positionsPerContext = rows;
    return this;
  }

  /** Token ids whose activations are left out, for example the end of text; none by default. */
  public HarvestBuilder skipTokens(int... ids) {
    this.skippedTokens = Arrays.stream(ids).boxed().collect(Collectors.toUnmodifiableSet());
    return this;
  }

  /** Follows the harvest, and may stop it. */
  public HarvestBuilder listener(HarvestListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Returns the harvest of some contexts into a folder.
   *
   * @param contexts always from the first on, also to go on with an interrupted harvest
   * @param corpus a description of the text, for the manifest
   * @param folder the cache's folder; of several caches, the folder that they lie in
   * @throws IllegalArgumentException if an option is out of range, a model has no such hook or a
   *     shorter context, or a hook point is given twice
   */
  public Harvest build(Iterator<TokenContext> contexts, String corpus, Path folder) {
    requirePositive("batchSize", batchSize);
    requirePositive("maxRows", maxRows);
    requirePositive("contextLength", contextLength);
    PositionSelection selection =
        new PositionSelection(firstPosition, skippedTokens, positionsPerContext);
    String selected = selection.describe() + ", " + limit() + ", " + batchSize + " a batch";
    List<Beside> all = new ArrayList<>(List.of(new Beside(model, null, hook)));
    all.addAll(beside);
    CacheLayout widest =
        layout(all.stream().mapToInt(site -> site.model().width(site.hook())).max().orElseThrow());
    List<HarvestSite> sites = new ArrayList<>();
    for (Beside site : all) {
      requireContextLength(site);
      String name = site.name() == null ? modelName : site.name();
      CacheOrigin origin =
          new CacheOrigin(name, site.hook(), corpus, tokenizerName, contextLength, selected);
      CacheLayout layout = widest.withWidth(site.model().width(site.hook()));
      sites.add(new HarvestSite(site.model(), origin, layout, folder(folder, all, sites.size())));
    }
    requireDistinct(sites);
    return new Harvest(
        new HarvestPlan(sites, selection, batchSize, maxRows), contexts, folder, listener);
  }

  private void requireContextLength(Beside site) {
    if (site.model().contextLength() < contextLength) {
      throw new IllegalArgumentException(
          "%s: contexts have up to %d tokens, this model reads %d"
              .formatted(site.name(), contextLength, site.model().contextLength()));
    }
  }

  private static void requireDistinct(List<HarvestSite> sites) {
    Set<Path> folders = new HashSet<>();
    for (HarvestSite site : sites) {
      if (!folders.add(site.folder())) {
        throw new IllegalArgumentException("hook point given twice: " + site.hook());
      }
    }
  }

  private static Path folder(Path parent, List<Beside> all, int index) {
    if (all.size() == 1) {
      return parent;
    }
    String name = all.get(index).hook().name();
    boolean alone =
        all.stream()
                .filter(site -> site.hook().name().equals(name))
                .map(Beside::model)
                .distinct()
                .count()
            == 1;
    List<HookedLanguageModel> models = all.stream().map(Beside::model).distinct().toList();
    int number = models.indexOf(all.get(index).model());
    return parent.resolve(alone ? name : "model" + number + "-" + name);
  }

  private CacheLayout layout(int width) {
    CacheLayout usual = CacheLayout.of(width, type, seed);
    int shard = shardRows == 0 ? usual.shardRows() : shardRows;
    long batchRows = (long) batchSize * Math.min(contextLength, positionsPerContext);
    long pool = poolRows == 0 ? Math.max(usual.poolRows(), batchRows) : poolRows;
    if (pool < batchRows || pool > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "poolRows: expected room for one batch, %d rows, got %d".formatted(batchRows, pool));
    }
    return new CacheLayout(usual.width(), type, shard, (int) pool, seed);
  }

  private String limit() {
    return maxRows == ROWS_UNKNOWN ? "all rows" : "at most " + maxRows + " rows";
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
