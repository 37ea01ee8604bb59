#!/bin/sh
# Makes the small recordings of this folder, with ffmpeg (needed for nothing else). All are the same synthetic sound of 1.5 s:
# silence; from 0.5 s to 1.0 s a tone, 440 Hz on the left and half as loud 880 Hz on the right; silence.
set -eu
cd "$(dirname "$0")"
sound() {
  ffmpeg -v error -y -f lavfi -i "aevalsrc=0.5*sin(880*PI*t)*between(t\,0.5\,1)|0.25*sin(1760*PI*t)*between(t\,0.5\,1):d=1.5:s=22050" \
    -fflags +bitexact -flags:a +bitexact "$@"
}
sound -c:a libmp3lame -b:a 48k tone.mp3
sound -c:a flac -sample_fmt s16 -compression_level 12 tone.flac
sound -c:a libvorbis -q:a 1 tone.ogg
sound -c:a libopus -b:a 48k tone.opus
sound -c:a libopus -b:a 48k tone.webm
sound -c:a aac -b:a 48k tone.m4a
sound -c:a aac -b:a 48k tone.aac
sound -c:a alac -sample_fmt s16p -t 0.1 alac.m4a
# The first tenth of a second has a picture on top of the sound, or nothing but pictures.
ffmpeg -v error -y -f lavfi -i testsrc=d=0.2:s=32x32 -fflags +bitexact -c:v mpeg4 silent.mp4
ffmpeg -v error -y -i tone.m4a -f lavfi -i testsrc=d=0.2:s=32x32 -fflags +bitexact -map 0 -map 1 -c:a copy -c:v mpeg4 film.mp4
ffmpeg -v error -y -i tone.m4a -fflags +bitexact -map 0:a -map 0:a -c copy two-tracks.m4a
ffmpeg -v error -y -i tone.mp3 -f lavfi -i color=red:d=1:s=16x16 -fflags +bitexact -map 0:a -map 1 -frames:v 1 -c:a copy -c:v png \
  -disposition:v attached_pic -metadata:s:v comment="Cover (front)" cover.mp3
# Frames that lean on no other frame: any number of copies, one after the other, is an mp3 as well. 1.2 s, 128 kbit/s.
ffmpeg -v error -y -f lavfi -i "anoisesrc=c=pink:d=1.2:a=0.4:r=44100:s=1" -f lavfi -i "sine=f=300:d=1.2:r=44100" \
  -filter_complex "[0][1]amerge=inputs=2" -c:a libmp3lame -b:a 128k -reservoir 0 -write_xing 0 -id3v2_version 0 loop.mp3
