// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.api.settings.SettingsRules;
import org.cloister.api.settings.SettingsState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.Places;
import org.cloister.core.settings.SettingsHolders;
import org.cloister.core.settings.SettingsReader;
import org.cloister.core.settings.SettingsSource;

/**
 * Settings from files. Nothing is in force until all files together are good; from then on each file counts by itself,
 * and its last good content stays in force until there is a new good one: when it is wrong, emptied, taken away, or
 * cannot be read any more. Each change is logged in one line.
 */
public final class FileSettings extends SettingsSource {
    /** The framework's property that names the folder. */
    static final String FOLDER = "felix.fileinstall.dir";

    private static final int MOST_ROUNDS = 40;

    private final SettingsFolders folders;
    private final StillFiles files;
    private final Consumer<Content> target;
    private final InstantSource clock;
    private final Judges judges = new Judges();

    private final Map<String, Content> inForce = new TreeMap<>();
    private final Set<String> unjudged = new HashSet<>();
    private List<RefusedSetting> refused = List.of();
    private LaunchRules settings = LaunchRules.DEFAULT;
    private Optional<Instant> since = Optional.empty();
    private List<SettingsRules> judgedBy = List.of();
    private boolean begun;

    /**
     * Settings that are not read yet.
     *
     * @param named the folder, or several with commas
     * @param properties the framework's properties, for <code>${NAME}</code> in values
     * @param target gets what is for others than launches, when it comes into force
     */
    FileSettings(String named, UnaryOperator<String> properties, Consumer<Content> target, InstantSource clock) {
        this.folders = new SettingsFolders(named);
        this.files = new StillFiles(properties, clock);
        this.target = target;
        this.clock = clock;
    }

    Judges judges() {
        return judges;
    }

    @Override
    public void holders(SettingsHolders there) {
        super.holders(there);
        judges.holders(there);
    }

    /** Looks at all files, as often as it takes until they are not being written any more. */
    synchronized void begin() {
        boolean settled = look();
        for (int round = 0; !settled && since.isEmpty() && round < MOST_ROUNDS; round++) {
            StillFiles.pause();
            settled = look();
        }
        begun = true;
    }

    /** One look at all files; whether none of them was being written. */
    synchronized boolean look() {
        judgedBy = judges.all();
        SettingsFolders.Listing listing = folders.look(judges.pids());
        Seen seen = read(listing);
        forgetWhatNobodyHadJudged();
        List<RefusedSetting> wrong = new ArrayList<>(listing.refused());
        wrong.addAll(seen.wrong);
        if (since.isEmpty()) {
            seen.contents.values().forEach(content -> wrong.addAll(judges.wrong(content)));
            if (!seen.waiting.isEmpty()) {
                wrong.add(RefusedSetting.file(
                        folders.named(),
                        Problem.host(CoreCodes.SETTINGS_WRITTEN, "a file of settings is still being written")));
            }
            if (wrong.isEmpty()) {
                takeAll(seen.contents.values());
            }
        } else {
            Optional<Instant> last = since;
            seen.contents.values().forEach(content -> change(content, wrong));
            if (listing.whole()) {
                gone(seen, wrong);
            }
            // While a file is being written, its last report still holds
            refused.stream()
                    .filter(one -> one.file().filter(seen.waiting::contains).isPresent())
                    .forEach(wrong::add);
            report(wrong, !since.equals(last));
        }
        refused = List.copyOf(wrong);
        return seen.waiting.isEmpty();
    }

    /** What one look found. */
    private static final class Seen {
        private final Map<String, Content> contents = new TreeMap<>();
        private final Set<String> there = new HashSet<>();
        private final Set<String> waiting = new TreeSet<>();
        private final List<RefusedSetting> wrong = new ArrayList<>();
    }

    private Seen read(SettingsFolders.Listing listing) {
        Seen seen = new Seen();
        Map<String, Content> named = new HashMap<>();
        for (SettingsFolders.Found file : listing.files()) {
            Content unread = new Content(file.path(), file.name(), new Entries());
            Content other = named.putIfAbsent(unread.id(), unread);
            StillFiles.Look look = files.at(file);
            if (other != null) {
                seen.wrong.add(twice(unread, other));
                seen.contents.remove(unread.id());
            } else if (look.settled()) {
                look.content().ifPresent(content -> seen.contents.put(content.id(), content));
            }
            if (!look.settled()) {
                seen.waiting.add(unread.file());
            }
            seen.wrong.addAll(look.refused());
        }
        seen.there.addAll(named.keySet());
        files.retain(listing.files().stream().map(SettingsFolders.Found::path).collect(Collectors.toSet()));
        return seen;
    }

    /** It is not defined which of them counts. */
    private static RefusedSetting twice(Content content, Content other) {
        return RefusedSetting.file(
                content.file(),
                Problem.host(CoreCodes.SETTINGS_TWICE, "another file is for the same settings")
                        .found(other.file())
                        .remedy("leave the one that counts"));
    }

    /** Before their bundle started nobody could judge them; if they are wrong there never were good settings. */
    private void forgetWhatNobodyHadJudged() {
        boolean wrong = false;
        for (String id : List.copyOf(unjudged)) {
            if (judges.judge(inForce.get(id))) {
                unjudged.remove(id);
                wrong |= !judges.wrong(inForce.get(id)).isEmpty();
            }
        }
        if (wrong) {
            inForce.clear();
            unjudged.clear();
            settings = LaunchRules.DEFAULT;
            since = Optional.empty();
        }
    }

    private void takeAll(Iterable<Content> contents) {
        contents.forEach(this::take);
        since = Optional.of(clock.instant());
        if (begun) {
            logInForce(folders.named());
        }
    }

    private void take(Content content) {
        inForce.put(content.id(), content);
        since = Optional.of(clock.instant());
        if (content.id().equals(LaunchRules.PID)) {
            settings = settings(content);
        } else {
            target.accept(content);
        }
        if (judges.pids().contains(content.id()) && !judges.judge(content)) {
            unjudged.add(content.id());
        }
    }

    private static LaunchRules settings(Content content) {
        Map<String, String> places = new HashMap<>();
        content.entries()
                .values()
                .keySet()
                .forEach(key ->
                        places.put(key, content.file() + ":" + content.entries().line(key)));
        return SettingsReader.read(content.entries().values(), new Places(places));
    }

    private void change(Content content, List<RefusedSetting> wrong) {
        if (content.equals(inForce.get(content.id()))) {
            return;
        }
        List<RefusedSetting> problems = judges.refused(content);
        if (problems.isEmpty() && content.id().equals(LaunchRules.PID)) {
            problems = ofTypes(settings(content)).stream()
                    .map(problem -> Judges.at(content, problem.key().orElse(""), problem.problem()))
                    .toList();
        }
        if (problems.isEmpty()) {
            take(content);
            logInForce(content.file());
        } else {
            wrong.addAll(problems);
        }
    }

    private void gone(Seen seen, List<RefusedSetting> wrong) {
        inForce.forEach((id, content) -> {
            if (!seen.there.contains(id)) {
                wrong.add(RefusedSetting.file(
                        content.file(),
                        Problem.host(CoreCodes.SETTINGS_GONE, "this file is gone")
                                .remedy("put it back, with a comment where nothing is meant")));
            }
        });
    }

    /** Reports each problem once while it lasts, and files that were corrected. */
    private void report(List<RefusedSetting> wrong, boolean changed) {
        Set<String> before = new HashSet<>();
        refused.forEach(one -> before.add(one.placed().message()));
        for (RefusedSetting one : wrong) {
            if (before.add(one.placed().message())) {
                logRefused(one.placed(), "what was in force stays");
            }
        }
        if (wrong.isEmpty() && !refused.isEmpty() && !changed) {
            logInForce(refused.get(0).file().orElse(folders.named()));
        }
    }

    @Override
    public void configured(Map<String, ?> configuration) {
        // Files alone count: what somebody else gives Config Admin is ignored
    }

    @Override
    protected synchronized LaunchRules current() {
        require();
        return settings;
    }

    @Override
    public synchronized void require() {
        if (since.isEmpty() || !judgedBy.equals(judges.all())) {
            begin();
        }
        if (since.isEmpty()) {
            throw new SettingsException(refused);
        }
    }

    @Override
    protected RefusedSetting refused(String key, Problem problem) {
        Content content = inForce.get(LaunchRules.PID);
        return content == null ? withoutFile(key, problem) : Judges.at(content, key, problem);
    }

    @Override
    public synchronized SettingsState state() {
        if (since.isEmpty() || !judgedBy.equals(judges.all())) {
            begin();
        }
        return since.isEmpty()
                ? new SettingsState(List.of(), refused, since)
                : new SettingsState(
                        InForce.of(inForce, judges),
                        both(both(refused, ofTypes(settings)), holders().refused()),
                        since);
    }
}
