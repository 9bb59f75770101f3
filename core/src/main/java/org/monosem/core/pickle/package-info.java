/**
 * PyTorch's {@code .pt} files: tensors and plain data, read without running anything.
 *
 * <p>Such a file holds a pickle, a program for a stack machine that can name any function of any
 * Python library and call it. Here the program is interpreted, not obeyed: an allow-list of names
 * stands for plain data (tensors, containers, element types), and every other name is refused with
 * the name in the message. Read are the zip archives that {@code torch.save} writes since version
 * 1.6 and the older single stream; TorchScript archives, which hold code, are refused.
 *
 * <p>{@link org.monosem.core.pickle.TorchFile} opens a file, {@link
 * org.monosem.core.pickle.TorchValue} and {@link org.monosem.core.pickle.TorchDict} give what is in
 * it under its Python meaning, with errors that name the file, the key and what stands there.
 */
@NullMarked
package org.monosem.core.pickle;

import org.jspecify.annotations.NullMarked;
