from collections import defaultdct, OrderedDict
