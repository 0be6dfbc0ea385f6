// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

/**
 * A check that a verification can perform. Names are stable; new ones may come in between.
 *
 * <p>A check is essential when no verdict is positive unless it passed; the others must not fail.
 */
interface CheckPoint {
    /** Its name in results. */
    String label();

    /** The stage that it belongs to. */
    Stage stage();

    /** Whether no verdict is positive unless it passed. */
    boolean essential();

    /** What to do when it failed; may be empty. */
    default String remedy() {
        return "";
    }
}
