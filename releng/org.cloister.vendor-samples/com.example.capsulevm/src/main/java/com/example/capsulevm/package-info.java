/** What guest types need of the capsule platform: its channel, and how it measures. */
@Version("1.1.0")
package com.example.capsulevm;

import org.osgi.annotation.versioning.Version;
