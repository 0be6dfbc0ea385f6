// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.KernelModel;
import org.cloister.softsev.model.PlatformInit;

/** How the host drives its processor, in the words of the configuration. */
final class HostWords {
    private final UnaryOperator<String> texts;
    private final Consumer<Problem> wrong;

    private HostWords(UnaryOperator<String> texts, Consumer<Problem> wrong) {
        this.texts = texts;
        this.wrong = wrong;
    }

    /** The words of a host by the names of their settings. */
    static Map<String, String> of(HostSettings host) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(SoftSetting.PLATFORM_INIT, word(host.init()));
        words.put(SoftSetting.CPUID_PAGES, word(host.cpuidPages()));
        words.put(SoftSetting.KERNEL, host.kernel().release());
        return words;
    }

    /**
     * The host that a configuration describes; empty when something is wrong.
     *
     * @param texts what a setting has, by its name; null for nothing
     * @param wrong gets every word that is not known
     */
    static Optional<HostSettings> read(UnaryOperator<String> texts, Consumer<Problem> wrong) {
        HostWords words = new HostWords(texts, wrong);
        Optional<PlatformInit> init = words.one(SoftSetting.PLATFORM_INIT, PlatformInit.values(), HostWords::word);
        Optional<CpuidPages> pages = words.one(SoftSetting.CPUID_PAGES, CpuidPages.values(), HostWords::word);
        Optional<KernelModel> kernel = words.one(SoftSetting.KERNEL, KernelModel.values(), KernelModel::release);
        return init.isEmpty() || pages.isEmpty() || kernel.isEmpty()
                ? Optional.empty()
                : Optional.of(new HostSettings(init.get(), pages.get(), kernel.get()));
    }

    private <E> Optional<E> one(String key, E[] known, Function<E, String> word) {
        String given = texts.apply(key);
        String text = given == null ? of(HostSettings.DEFAULT).get(key) : given;
        Optional<E> found = Arrays.stream(known)
                .filter(one -> word.apply(one).equalsIgnoreCase(text))
                .findFirst();
        if (found.isEmpty()) {
            List<String> words = Arrays.stream(known).map(word).toList();
            wrong.accept(Problem.input(SoftSevCodes.SOFTSEV_SETTING, "there is no such word here")
                    .at(key)
                    .found(text)
                    .expected("one of " + String.join(", ", words))
                    .remedy(NearestNames.offer(text, words)));
        }
        return found;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
