// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.nio.file.Path;
import java.util.Optional;
import org.cloister.amd.tcb.Generation;

/** From where a platform takes what outlives it. */
@FunctionalInterface
public interface StateSource {
    /**
     * Takes it, for this platform alone.
     *
     * @throws org.cloister.api.CloisterException {@code state…} or {@code files…} when it cannot be obtained
     */
    StateStore open();

    /**
     * Looks at all that is there, without taking or changing anything.
     *
     * @throws org.cloister.api.CloisterException {@code state…} or {@code files…} when something is wrong with it
     */
    default void check() {}

    /**
     * Of which generation the processor is that is there; empty when nothing says it.
     *
     * @throws org.cloister.api.CloisterException {@code state…} or {@code files…} when something is wrong with it
     */
    default Optional<Generation> generation() {
        return Optional.empty();
    }

    /** A folder. */
    static StateSource of(Path folder) {
        return new StateSource() {
            @Override
            public StateStore open() {
                return FolderStore.open(folder);
            }

            @Override
            public Optional<Generation> generation() {
                return FolderStore.generation(folder);
            }

            @Override
            public void check() {
                FolderStore.check(folder);
            }
        };
    }
}
