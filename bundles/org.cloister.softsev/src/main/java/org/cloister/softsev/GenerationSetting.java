// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.identity.StateSource;
import org.cloister.softsev.model.EmulatedGeneration;

/**
 * The generation of the processor, in the words of the command line or of the certificates. Where none is set the state
 * folder decides, and another one than the folder's is wrong.
 *
 * @param generation empty for a word that is none
 * @param wrong what is wrong with it
 */
record GenerationSetting(Optional<EmulatedGeneration> generation, Optional<Problem> wrong) {
    /**
     * The generation in force.
     *
     * @param given blank for none
     * @param state the folder that keeps the platform's identity; blank for none
     */
    static GenerationSetting read(String given, String state) {
        Optional<EmulatedGeneration> kept = kept(state);
        String text = given.isEmpty() ? kept.orElse(EmulatedGeneration.GENOA).word() : given;
        Optional<EmulatedGeneration> generation = EmulatedGeneration.named(text);
        if (generation.isEmpty()) {
            return new GenerationSetting(generation, Optional.of(unknown(text)));
        }
        return new GenerationSetting(
                generation, kept.filter(one -> one != generation.get()).map(one -> another(text, one)));
    }

    /** Whoever uses the folder names what is wrong with it. */
    private static Optional<EmulatedGeneration> kept(String state) {
        if (state.isEmpty()) {
            return Optional.empty();
        }
        try {
            return StateSource.of(Path.of(state))
                    .generation()
                    .flatMap(generation -> EmulatedGeneration.named(generation.name()));
        } catch (CloisterException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Problem unknown(String text) {
        List<String> words = EmulatedGeneration.words();
        return invalid(SoftSetting.GENERATION, "there is no generation of this name here", text)
                .expected("one of " + String.join(", ", words))
                .remedy(NearestNames.offer(text, words));
    }

    private static Problem another(String text, EmulatedGeneration kept) {
        return invalid(SoftSetting.GENERATION, "the state folder is of a processor of another generation", text)
                .expected(kept.word())
                .remedy("leave it out, or use another state folder");
    }

    /** That a setting is about what a generation does not have. */
    static Problem beyond(EmulatedGeneration generation, String key, String text) {
        return invalid(key, generation.model().product() + " has no SEV-SNP, which this is about", text)
                .expected("nothing")
                .remedy("leave it out, or name a generation with SEV-SNP");
    }

    private static Problem invalid(String key, String what, String found) {
        return Problem.input(SoftSevCodes.SOFTSEV_SETTING, what).at(key).found(found);
    }
}
