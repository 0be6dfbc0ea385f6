// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsHolder;

/**
 * Who keeps settings while it runs, and may refuse a change. One that fails refuses nothing: its settings are judged by
 * their rules, and others must not wait for it.
 */
@FunctionalInterface
public interface SettingsHolders {
    /** Where nobody is. */
    SettingsHolders NONE = List::of;

    /** Those that are there now. */
    List<SettingsHolder> all();

    /** What one of a configuration refuses of a change; nothing where nobody holds it. */
    default List<Problem> refuses(String pid, Map<String, Object> given) {
        List<Problem> refused = new ArrayList<>();
        for (SettingsHolder holder : all()) {
            try {
                if (holder.pid().equals(pid)) {
                    refused.addAll(holder.refuses(given));
                }
            } catch (RuntimeException | LinkageError e) {
                failed(holder, e);
            }
        }
        return refused;
    }

    /** What all of them refused of the configurations that they got last. */
    default List<RefusedSetting> refused() {
        List<RefusedSetting> refused = new ArrayList<>();
        for (SettingsHolder holder : all()) {
            try {
                String pid = holder.pid();
                holder.refused()
                        .forEach(problem -> refused.add(new RefusedSetting(
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.ofNullable(problem.where()),
                                problem.at(problem.where() + " in configuration " + pid))));
            } catch (RuntimeException | LinkageError e) {
                failed(holder, e);
            }
        }
        return refused;
    }

    private static void failed(SettingsHolder holder, Throwable e) {
        System.getLogger(SettingsHolders.class.getName())
                .log(
                        Level.WARNING,
                        "{0} does not say what it refuses: {1}",
                        holder.getClass().getName(),
                        e.toString());
    }
}
