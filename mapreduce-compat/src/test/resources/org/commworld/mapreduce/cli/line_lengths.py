"""How many lines have each length, by commands alone."""
from mrjob.job import MRJob

SUM = "awk -F '\\t' '{ n[$1] += $2 } END { for (k in n) print k \"\\t\" n[k] }'"


class LineLengths(MRJob):

    def mapper_cmd(self):
        return "awk '{ print length($0) \"\\t\" 1 }'"

    def combiner_cmd(self):
        return SUM

    def reducer_cmd(self):
        return SUM


if __name__ == '__main__':
    LineLengths.run()
