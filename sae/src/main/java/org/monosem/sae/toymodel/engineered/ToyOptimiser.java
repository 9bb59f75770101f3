package org.monosem.sae.toymodel.engineered;

/** What turns gradients into updates; {@code m} and {@code v} decay by 0.9 and 0.999 a step. */
public enum ToyOptimiser {
  /**
   * LAMB (You et al., arXiv 1904.00962) as the paper ran it, with the defaults of the package
   * torch_optimizer: no debiasing, no weight decay, epsilon 1e-6, and {@code p <- p - rate *
   * min(|p|, 10) / |u| * u} with {@code u = m / (sqrt(v) + epsilon)}, norms over each parameter
   * array.
   */
  LAMB,
  /** Adam with PyTorch's defaults: debiased, epsilon 1e-8. */
  ADAM
}
