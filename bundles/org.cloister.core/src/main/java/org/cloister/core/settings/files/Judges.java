// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.settings.CoreRules;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.SettingsHolders;

/** The rules of the configurations that there are. Safe for use by several threads. */
final class Judges {
    /** Names of ours, whether the bundle that reads them is installed or not. */
    private static final Set<String> OURS = Set.of(LaunchRules.PID, BackendsRules.PID, "org.cloister.softsev");

    private final Map<String, SettingsRules> own = new ConcurrentSkipListMap<>();
    private volatile Supplier<List<SettingsRules>> vendors = List::of;
    private volatile SettingsHolders holders = SettingsHolders.NONE;

    Judges() {
        add(new CoreRules());
        add(new BackendsRules());
    }

    void holders(SettingsHolders there) {
        holders = there;
    }

    void add(SettingsRules one) {
        own.put(one.pid(), one);
    }

    /** The rules of other bundles, as they are asked; none of them takes the place of ours. */
    void vendors(Supplier<List<SettingsRules>> there) {
        vendors = there;
    }

    /** All that are there, in an order that stays. */
    List<SettingsRules> all() {
        List<SettingsRules> all = new ArrayList<>(own.values());
        vendors.get().stream().filter(one -> !own.containsKey(one.pid())).forEach(all::add);
        return all;
    }

    /** All configurations of ours. */
    Set<String> pids() {
        Set<String> pids = new TreeSet<>(OURS);
        all().forEach(one -> pids.add(one.pid()));
        return pids;
    }

    /** Whether somebody judges what a file says. */
    boolean judge(Content content) {
        return content.name().instance().isEmpty() && of(content.name().pid()).isPresent();
    }

    Optional<SettingsRules> of(String pid) {
        return all().stream().filter(one -> one.pid().equals(pid)).findFirst();
    }

    /** Everything that is wrong in a file; empty where no component judges it. */
    List<RefusedSetting> wrong(Content content) {
        Optional<SettingsRules> rules =
                content.name().instance().isEmpty() ? of(content.name().pid()) : Optional.empty();
        return rules.map(judge -> wrong(content, judge)).orElse(List.of());
    }

    private static List<RefusedSetting> wrong(Content content, SettingsRules judge) {
        List<RefusedSetting> wrong = new ArrayList<>();
        Set<String> keys = judge.defaults().keySet();
        Map<String, Object> known = new LinkedHashMap<>(content.entries().values());
        for (String key : content.entries().values().keySet()) {
            if (!keys.contains(key)) {
                known.remove(key);
                wrong.add(at(content, key, unknown(key, keys)));
            }
        }
        try {
            judge.wrong(known).forEach(problem -> wrong.add(at(content, key(problem), problem)));
        } catch (CloisterException e) {
            wrong.add(at(content, "", unjudged(e.problem())));
        }
        return wrong;
    }

    /** What keeps a file that changed from counting: that it is wrong, or what its holder refuses now. */
    List<RefusedSetting> refused(Content content) {
        List<RefusedSetting> wrong = wrong(content);
        return wrong.isEmpty() && judge(content)
                ? holders.refuses(content.name().pid(), content.entries().values()).stream()
                        .map(problem -> at(content, key(problem), problem))
                        .toList()
                : wrong;
    }

    /** What nobody can judge does not count. */
    private static Problem unjudged(Problem why) {
        return Problem.host(CoreCodes.SETTINGS_INVALID, "the bundle that judges these settings fails")
                .found(why.message())
                .remedy("report this to who made that bundle, or do without the file and the bundle");
    }

    private static String key(Problem problem) {
        return problem.where() == null ? "" : problem.where().split(" ", 2)[0];
    }

    /** A name that is mistyped would silently leave out what was meant. */
    private static Problem unknown(String key, Set<String> keys) {
        return Problem.host(CoreCodes.SETTINGS_INVALID, "there is no such setting")
                .expected("one of " + String.join(", ", keys))
                .remedy(NearestNames.offer(key, keys));
    }

    static RefusedSetting at(Content content, String key, Problem problem) {
        boolean there = content.entries().values().containsKey(key);
        return new RefusedSetting(
                Optional.of(content.file()),
                there ? OptionalInt.of(content.entries().line(key)) : OptionalInt.empty(),
                Optional.of(key).filter(name -> !name.isEmpty()),
                problem);
    }
}
