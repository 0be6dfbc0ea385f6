// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.core.codes.CoreCodes;

/**
 * What one look at all files found.
 *
 * @param contents what can be judged, by configuration
 * @param there the configurations that have a file
 * @param waiting the files that are being written
 * @param wrong why others cannot be read
 */
record SeenFiles(Map<String, Content> contents, Set<String> there, Set<String> waiting, List<RefusedSetting> wrong) {
    static SeenFiles of(SettingsFolders.Listing listing, StillFiles files) {
        SeenFiles seen = new SeenFiles(new TreeMap<>(), new HashSet<>(), new TreeSet<>(), new ArrayList<>());
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
}
