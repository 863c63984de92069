"""What a release is made of: licences, a bill of materials, a lock with hashes, known holes."""
