// SPDX-License-Identifier: Apache-2.0
/**
 * Manifests say what the code needs and offers. They are kept by hand, as Tycho wants them, and held here against what
 * bnd reads from the compiled classes; what is wanted otherwise stands in one table.
 */
package org.cloister.it.manifests;
