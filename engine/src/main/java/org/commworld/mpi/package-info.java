/**
 * What users of Commworld see: communicators, requests, operations, data and errors, named as in
 * the MPI standard and spelt as in Open MPI's Java bindings. Imports nothing of the other packages.
 * Start reading at {@link org.commworld.mpi.Comm}.
 */
@NullMarked
package org.commworld.mpi;

import org.jspecify.annotations.NullMarked;
